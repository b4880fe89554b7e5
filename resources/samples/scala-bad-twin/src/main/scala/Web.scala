package hello

import com.sun.net.httpserver.{HttpExchange, HttpHandler, HttpServer}
import java.lang.management.ManagementFactory
import java.net.InetSocketAddress
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import scala.io.Source
import scala.util.matching.Regex

/** The web process. */
object Web {
  private case class Answer(status: Int, body: String, kind: String = "text/plain", cookie: Option[String] = None)

  private val longestSleepMs = 120000
  private val startedAt = System.nanoTime
  private val requests = new AtomicInteger
  private val page = Source.fromInputStream(getClass.getResourceAsStream("/page.html"), "UTF-8").mkString

  def main(args: Array[String]): Unit = {
    val port = env("PORT", "5000").toInt
    // The router keeps a connection for up to 90 seconds. Closed sooner, it may be closed just as a request comes: H13.
    System.setProperty("sun.net.httpserver.idleInterval", "95")
    val words = Words.find()
    Log.say(s"${words.size} words found")
    val server = HttpServer.create(new InetSocketAddress("0.0.0.0", port), 0)
    server.setExecutor(Executors.newCachedThreadPool())
    server.createContext("/", new HttpHandler {
      override def handle(exchange: HttpExchange): Unit = serve(exchange)
    })
    server.start()
    Log.say(s"listening on port $port")
  }

  private def serve(exchange: HttpExchange): Unit = {
    val began = System.nanoTime
    val path = exchange.getRequestURI.getPath
    requests.incrementAndGet()
    try {
      val cookies = Option(exchange.getRequestHeaders.getFirst("Cookie")).getOrElse("")
      val Answer(status, text, kind, cookie) = answer(path, Option(exchange.getRequestURI.getQuery).getOrElse(""), cookies)
      val body = text.getBytes("UTF-8")
      val headersOnly = exchange.getRequestMethod == "HEAD"
      exchange.getResponseHeaders.set("Content-Type", s"$kind; charset=utf-8")
      exchange.getResponseHeaders.set("Cache-Control", "no-store")
      cookie.foreach(exchange.getResponseHeaders.set("Set-Cookie", _))
      exchange.sendResponseHeaders(status, if (headersOnly) -1 else body.length)
      if (!headersOnly) exchange.getResponseBody.write(body)
      exchange.close()
      val ms = (System.nanoTime - began) / 1000000
      val requestId = Option(exchange.getRequestHeaders.getFirst("X-Request-Id")).getOrElse("-")
      Log.say(s"method=${exchange.getRequestMethod} path=$path status=$status ms=$ms request_id=$requestId")
      if (path == "/crash") Runtime.getRuntime.halt(1)
    } finally {
      exchange.close()
    }
  }

  private def answer(path: String, query: String, cookies: String): Answer = path match {
    case "/" => Answer(200, render(), "text/html")
    case "/healthz" => Answer(200, "ok")
    case "/slow" =>
      val asked = "(?:^|&)ms=(\\d{1,9})(?:&|$)".r.findFirstMatchIn(query).map(_.group(1).toInt)
      val ms = math.min(asked.getOrElse(0), longestSleepMs)
      Thread.sleep(ms)
      Answer(200, s"answered after $ms ms")
    case "/visits" =>
      val visits = "\\bvisits=(\\d{1,9})\\b".r.findFirstMatchIn(cookies).map(_.group(1).toInt).getOrElse(0) + 1
      Answer(200, s"visit $visits", cookie = Some(s"visits=$visits; Path=/; HttpOnly"))
    case "/crash" => Answer(202, "this dyno exits with status 1 now")
    case _ => Answer(404, "not found")
  }

  private def render(): String = {
    val Array(pid, host) = ManagementFactory.getRuntimeMXBean.getName.split("@", 2)
    val facts = Map[String, Any](
      "greeting" -> env("GREETING", "Hello from Scala"),
      "version" -> util.Properties.versionNumberString,
      "dyno" -> env("DYNO", "local"),
      "release" -> env("HEROKU_RELEASE_VERSION", "not set"),
      "pid" -> pid,
      "host" -> host,
      "uptime" -> (System.nanoTime - startedAt) / 1000000000L,
      "requests" -> requests.get
    )
    val placeholder = "\\{\\{(\\w+)\\}\\}".r
    placeholder.replaceAllIn(page, found => Regex.quoteReplacement(escapeHtml(facts(found.group(1)).toString)))
  }

  private def env(name: String, otherwise: String): String = sys.env.getOrElse(name, otherwise)

  private def escapeHtml(text: String): String =
    text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
}
