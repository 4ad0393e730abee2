import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Scanner;
import java.util.regex.Pattern;

/**
 * Reads lines of a regex and a value, both in Base64, and prints for each whether the whole value
 * matches. An ill-formed regex ends it with the reason.
 */
public class MatchRegexes {
  public static void main(String[] args) {
    Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
    while (lines.hasNextLine()) {
      String[] pair = lines.nextLine().split(" ", -1);
      System.out.println(Pattern.matches(text(pair[0]), text(pair[1])));
    }
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
