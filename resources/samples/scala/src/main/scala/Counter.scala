package hello

import java.io.IOException
import java.net.{InetSocketAddress, Socket, URI}
import scala.io.Source

/** A backing service: a Redis that counts for all dynos together. Its address is config, so another one is attached by REDIS_URL alone. */
object Counter {
  private val longestWaitMs = 2000

  def countOne(place: URI): String = {
    val connection = new Socket
    try {
      connection.connect(new InetSocketAddress(place.getHost, if (place.getPort < 0) 6379 else place.getPort), longestWaitMs)
      connection.setSoTimeout(longestWaitMs)
      val login = Option(place.getUserInfo).map(user => s"AUTH ${user.drop(user.indexOf(':') + 1)}\r\n").getOrElse("")
      connection.getOutputStream.write(s"${login}INCR visits\r\n".getBytes("UTF-8"))
      val lines = Source.fromInputStream(connection.getInputStream, "UTF-8").getLines
      lines.find(line => line.startsWith(":") || line.startsWith("-")) match {
        case Some(line) if line.startsWith(":") => line.drop(1)
        case Some(line) => throw new IOException(line.drop(1))
        case None => throw new IOException("the connection was closed")
      }
    } finally connection.close()
  }
}
