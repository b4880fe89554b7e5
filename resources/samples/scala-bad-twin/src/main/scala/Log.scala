package hello

import java.io.File
import java.util.logging.{FileHandler, Logger, SimpleFormatter}

/** What happened, line by line. */
object Log {
  private val logger = Logger.getLogger("hello")
  new File("log").mkdirs()
  private val file = new FileHandler("log/hello.log", 1000000, 3, true)
  file.setFormatter(new SimpleFormatter)
  logger.addHandler(file)
  logger.setUseParentHandlers(false)

  def say(line: String): Unit = logger.info(line)
}
