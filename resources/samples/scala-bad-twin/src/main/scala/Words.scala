package hello

/** Words for the front page, found before the first visitor comes. */
object Words {
  private val secondsToFind = 12

  def find(): Seq[String] = {
    val until = System.nanoTime + secondsToFind * 1000000000L
    Iterator.from(1).map { n => Thread.sleep(100); s"word$n" }.takeWhile(_ => System.nanoTime < until).toSeq.toList
  }
}
