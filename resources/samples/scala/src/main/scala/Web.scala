package hello

import com.sun.net.httpserver.{HttpExchange, HttpHandler, HttpServer}
import java.lang.management.ManagementFactory
import java.io.IOException
import java.net.{InetSocketAddress, URI}
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import scala.io.Source
import scala.util.matching.Regex

/** The web process. It keeps nothing that another dyno would need, so any number of it can run side by side. */
object Web {
  private case class Answer(status: Int, body: String, kind: String = "text/plain", cookie: Option[String] = None)

  private val longestSleepMs = 120000
  private val longestStopSeconds = 130
  private val startedAt = System.nanoTime
  private val requests = new AtomicInteger
  private val inFlight = new AtomicInteger
  private val page = Source.fromInputStream(getClass.getResourceAsStream("/page.html"), "UTF-8").mkString

  def main(args: Array[String]): Unit = {
    val port = env("PORT", "5000").toInt
    // The router keeps a connection for up to 90 seconds. Closed sooner, it may be closed just as a request comes: H13.
    System.setProperty("sun.net.httpserver.idleInterval", "95")
    val server = HttpServer.create(new InetSocketAddress("0.0.0.0", port), 0)
    server.setExecutor(Executors.newCachedThreadPool())
    server.createContext("/", new HttpHandler {
      override def handle(exchange: HttpExchange): Unit = serve(exchange)
    })
    server.start()
    println(s"listening on port $port")
    sys.addShutdownHook(stop(server))
  }

  private def serve(exchange: HttpExchange): Unit = {
    val began = System.nanoTime
    val path = exchange.getRequestURI.getPath
    requests.incrementAndGet()
    inFlight.incrementAndGet()
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
      println(s"method=${exchange.getRequestMethod} path=$path status=$status ms=$ms request_id=$requestId")
      if (path == "/crash") Runtime.getRuntime.halt(1)
    } finally {
      exchange.close()
      inFlight.decrementAndGet()
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
      // The session is in the visitor's own cookie, so every dyno knows it and none has to keep it.
      val visits = "\\bvisits=(\\d{1,9})\\b".r.findFirstMatchIn(cookies).map(_.group(1).toInt).getOrElse(0) + 1
      Answer(200, s"visit $visits", cookie = Some(s"visits=$visits; Path=/; HttpOnly"))
    case "/total" => total(sys.env.get("REDIS_URL"))
    case "/crash" => Answer(202, "this dyno exits with status 1 now")
    case _ => Answer(404, "not found")
  }

  private def total(url: Option[String]): Answer =
    try url match {
      case None => Answer(200, "no counter attached: REDIS_URL is not set")
      case Some(place) => Answer(200, s"total ${Counter.countOne(new URI(place))}")
    } catch {
      case error: IOException => Answer(503, s"the counter does not answer: ${error.getMessage}")
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

  /** Before a dyno goes, the platform sends SIGTERM: take no new requests, finish the ones that run, leave with status 0. */
  private def stop(server: HttpServer): Unit = {
    println(s"stop signal: $inFlight requests in flight, no new ones")
    new Thread(new Runnable { override def run(): Unit = server.stop(longestStopSeconds) }).start()
    while (inFlight.get > 0) Thread.sleep(20)
    println("stopped")
    Runtime.getRuntime.halt(0) // without this the JVM reports the signal, 143
  }

  private def env(name: String, otherwise: String): String = sys.env.getOrElse(name, otherwise)

  private def escapeHtml(text: String): String =
    text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
}
