package hello;

/** The release phase: runs once per release, before any dyno sees it. Status 1 here keeps the old release running. */
public final class Release {
  private static final int LONGEST = 200;

  public static void main(String[] args) {
    String greeting = System.getenv("GREETING");
    int length = greeting == null ? 0 : greeting.strip().length();
    if (greeting == null) {
      System.out.println("release check: GREETING is not set, the built-in greeting will be used");
    } else if (length < 1 || length > LONGEST) {
      System.err.println("release check: GREETING must have 1 to " + LONGEST + " characters, it has " + length);
      System.exit(1);
    } else {
      System.out.println("release check: GREETING has " + length + " characters, good");
    }
  }
}
