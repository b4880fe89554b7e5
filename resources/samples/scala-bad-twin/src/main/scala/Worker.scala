package hello

/** The worker process: no port, no requests, only work. Here the work is one line every 3 seconds. */
object Worker {
  def main(args: Array[String]): Unit = {
    val dyno = sys.env.getOrElse("DYNO", "worker.1")
    sys.addShutdownHook {
      println(s"$dyno stopped")
      Runtime.getRuntime.halt(0) // without this the JVM reports the signal, 143
    }
    println(s"$dyno started")
    Iterator.from(1).foreach { n =>
      Thread.sleep(3000)
      println(s"$dyno tick n=$n")
    }
  }
}
