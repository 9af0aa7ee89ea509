import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes copies of a jar whose classes say that they were compiled for another Java: `Mark.java IN OUT=MAJOR ...`. A
 * compiler writes that into bytes 6 and 7 of a class file (Java Virtual Machine Specification 4.1), and Debian has no
 * compiler for a Java that is newer than its own.
 */
class Mark {
  public static void main(String[] arguments) throws Exception {
    try (var jar = new ZipFile(arguments[0])) {
      for (int at = 1; at < arguments.length; at++) {
        var parts = arguments[at].split("=");
        write(jar, Path.of(parts[0]), Integer.parseInt(parts[1]));
      }
    }
  }

  static void write(ZipFile jar, Path path, int major) throws Exception {
    try (var out = new ZipOutputStream(Files.newOutputStream(path))) {
      for (var entry : jar.stream().toList()) {
        byte[] bytes;
        try (var in = jar.getInputStream(entry)) {
          bytes = in.readAllBytes();
        }
        if (entry.getName().endsWith(".class")) {
          bytes[6] = 0;
          bytes[7] = (byte) major;
        }
        out.putNextEntry(new java.util.zip.ZipEntry(entry.getName()));
        out.write(bytes);
        out.closeEntry();
      }
    }
  }
}
