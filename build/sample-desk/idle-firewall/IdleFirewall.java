import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A stateful firewall in forty lines: passes bytes both ways, forgets a flow that was silent for IDLE ms without
 * telling either end, and answers the next segment of a forgotten flow with a reset.
 * Arguments: listen address, port, target address, idle milliseconds.
 */
public class IdleFirewall {
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[1]);
        long idle = Long.parseLong(args[3]);
        try (ServerSocket door = new ServerSocket(port, 50, InetAddress.getByName(args[0]))) {
            while (true) {
                Socket outside = door.accept();
                Socket inside = new Socket(args[2], port);
                long[] seen = {System.nanoTime()};
                pass(outside, inside, seen, idle);
                pass(inside, outside, seen, idle);
            }
        }
    }

    private static void pass(Socket from, Socket to, long[] seen, long idle) {
        Thread thread = new Thread(() -> {
            byte[] buffer = new byte[8192];
            try (from; to) {
                InputStream in = from.getInputStream();
                for (int read; (read = in.read(buffer)) >= 0; ) {
                    long silent = (System.nanoTime() - seen[0]) / 1_000_000;
                    seen[0] = System.nanoTime();
                    if (silent > idle) {
                        from.setSoLinger(true, 0);
                        to.setSoLinger(true, 0);
                        return;
                    }
                    to.getOutputStream().write(buffer, 0, read);
                }
            } catch (IOException reset) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
