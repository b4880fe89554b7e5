package hello

/** The release phase: runs once per release, before any dyno sees it. Status 1 here keeps the old release running. */
object Release {
  private val longest = 200

  def main(args: Array[String]): Unit = sys.env.get("GREETING") match {
    case None => println("release check: GREETING is not set, the built-in greeting will be used")
    case Some(greeting) if greeting.trim.isEmpty || greeting.length > longest =>
      Console.err.println(s"release check: GREETING must have 1 to $longest characters, it has ${greeting.trim.length}")
      sys.exit(1)
    case Some(greeting) => println(s"release check: GREETING has ${greeting.length} characters, good")
  }
}
