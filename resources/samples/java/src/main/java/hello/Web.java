package hello;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The web process. It keeps nothing that another dyno would need, so any number of it can run side by side. */
public final class Web {
  private static final int LONGEST_SLEEP_MS = 120_000;
  private static final int LONGEST_STOP_SECONDS = 130;
  private static final long STARTED_AT = System.nanoTime();
  private static final AtomicInteger requests = new AtomicInteger();
  private static final AtomicInteger inFlight = new AtomicInteger();
  private static String page;

  private record Answer(int status, String type, String body, String cookie) {
    static Answer text(int status, String body) {
      return new Answer(status, "text/plain", body, null);
    }
  }

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(env("PORT", "5000"));
    try (var file = Web.class.getResourceAsStream("/page.html")) {
      page = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
    // The router keeps a connection for up to 90 seconds. Closed sooner, it may be closed just as a request comes: H13.
    System.setProperty("sun.net.httpserver.idleInterval", "95");
    HttpServer server = HttpServer.create(new InetSocketAddress("0.0.0.0", port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", Web::handle);
    server.start();
    System.out.println("listening on port " + port);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
  }

  private static void handle(HttpExchange exchange) throws IOException {
    long began = System.nanoTime();
    requests.incrementAndGet();
    inFlight.incrementAndGet();
    URI url = exchange.getRequestURI();
    try (exchange) {
      Answer answer = answer(url.getPath(), url.getQuery(), exchange.getRequestHeaders().getFirst("Cookie"));
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      boolean headersOnly = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().set("Content-Type", answer.type() + "; charset=utf-8");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      if (answer.cookie() != null) exchange.getResponseHeaders().set("Set-Cookie", answer.cookie());
      exchange.sendResponseHeaders(answer.status(), headersOnly ? -1 : body.length);
      if (!headersOnly) exchange.getResponseBody().write(body);
      exchange.close();
      String requestId = exchange.getRequestHeaders().getFirst("X-Request-Id");
      System.out.printf("method=%s path=%s status=%d ms=%d request_id=%s%n", exchange.getRequestMethod(), url.getPath(),
          answer.status(), (System.nanoTime() - began) / 1_000_000, requestId == null ? "-" : requestId);
      if (url.getPath().equals("/crash")) Runtime.getRuntime().halt(1);
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private static Answer answer(String path, String query, String cookies) {
    switch (path) {
      case "/":
        return new Answer(200, "text/html", render(), null);
      case "/healthz":
        return Answer.text(200, "ok");
      case "/slow":
        Matcher digits = Pattern.compile("(?:^|&)ms=(\\d{1,9})(?:&|$)").matcher(query == null ? "" : query);
        int ms = digits.find() ? Math.min(Integer.parseInt(digits.group(1)), LONGEST_SLEEP_MS) : 0;
        sleep(ms);
        return Answer.text(200, "answered after " + ms + " ms");
      case "/visits":
        // The session is in the visitor's own cookie, so every dyno knows it and none has to keep it.
        Matcher known = Pattern.compile("\\bvisits=(\\d{1,9})\\b").matcher(cookies == null ? "" : cookies);
        int visits = known.find() ? Integer.parseInt(known.group(1)) + 1 : 1;
        return new Answer(200, "text/plain", "visit " + visits, "visits=" + visits + "; Path=/; HttpOnly");
      case "/total":
        return total(System.getenv("REDIS_URL"));
      case "/crash":
        return Answer.text(202, "this dyno exits with status 1 now");
      default:
        return Answer.text(404, "not found");
    }
  }

  private static Answer total(String url) {
    if (url == null) return Answer.text(200, "no counter attached: REDIS_URL is not set");
    try {
      return Answer.text(200, "total " + Counter.countOne(URI.create(url)));
    } catch (IOException error) {
      return Answer.text(503, "the counter does not answer: " + error.getMessage());
    }
  }

  private static String render() {
    Map<String, Object> facts = Map.of(
        "greeting", env("GREETING", "Hello from Java"),
        "version", Runtime.version().feature() + "." + Runtime.version().interim() + "." + Runtime.version().update(),
        "dyno", env("DYNO", "local"),
        "release", env("HEROKU_RELEASE_VERSION", "not set"),
        "pid", ProcessHandle.current().pid(),
        "host", hostName(),
        "uptime", (System.nanoTime() - STARTED_AT) / 1_000_000_000,
        "requests", requests);
    return Pattern.compile("\\{\\{(\\w+)}}").matcher(page)
        .replaceAll(match -> Matcher.quoteReplacement(escapeHtml(facts.get(match.group(1)).toString())));
  }

  /** Before a dyno goes, the platform sends SIGTERM: take no new requests, finish the ones that run, leave with status 0. */
  private static void stop(HttpServer server) {
    System.out.println("stop signal: " + inFlight + " requests in flight, no new ones");
    new Thread(() -> server.stop(LONGEST_STOP_SECONDS)).start();
    while (inFlight.get() > 0) sleep(20);
    System.out.println("stopped");
    Runtime.getRuntime().halt(0); // without this the JVM reports the signal, 143
  }

  private static String env(String name, String otherwise) {
    return System.getenv().getOrDefault(name, otherwise);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException unknown) {
      return "unknown";
    }
  }

  private static void sleep(int ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static String escapeHtml(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
