package hello;

/** The worker process: no port, no requests, only work. Here the work is one line every 3 seconds. */
public final class Worker {
  public static void main(String[] args) throws InterruptedException {
    String dyno = System.getenv().getOrDefault("DYNO", "worker.1");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      System.out.println(dyno + " stopped");
      Runtime.getRuntime().halt(0); // without this the JVM reports the signal, 143
    }));
    System.out.println(dyno + " started");
    for (int n = 1; ; n++) {
      Thread.sleep(3000);
      System.out.println(dyno + " tick n=" + n);
    }
  }
}
