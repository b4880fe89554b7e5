package hello;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Counts in a Redis for all dynos together. */
final class Counter {
  private static final int LONGEST_WAIT_MS = 2000;

  static String countOne(URI place) throws IOException {
    try (Socket connection = new Socket()) {
      connection.connect(new InetSocketAddress(place.getHost(), place.getPort() < 0 ? 6379 : place.getPort()), LONGEST_WAIT_MS);
      connection.setSoTimeout(LONGEST_WAIT_MS);
      String user = place.getUserInfo();
      String login = user == null ? "" : "AUTH " + user.substring(user.indexOf(':') + 1) + "\r\n";
      connection.getOutputStream().write((login + "INCR visits\r\n").getBytes(StandardCharsets.UTF_8));
      var lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(":")) return line.substring(1);
        if (line.startsWith("-")) throw new IOException(line.substring(1));
      }
      throw new IOException("the connection was closed");
    }
  }
}
