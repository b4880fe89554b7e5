name := "hello"
version := "1.0.0"
scalaVersion := "2.11.12"

enablePlugins(JavaAppPackaging)
Compile / mainClass := Some("hello.Web")

// No libraries: the JDK has a small web server of its own.
