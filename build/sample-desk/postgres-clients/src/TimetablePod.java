import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.dbcp2.BasicDataSource;

/** One replica of timetable-api as far as its pool goes. Arguments: address of the pod, pool size, seconds to live. */
public class TimetablePod {
    public static void main(String[] args) throws Exception {
        String address = args[0];
        int size = Integer.parseInt(args[1]);
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl("jdbc:postgresql://db01.kestrelrail.example/timetable?ApplicationName=timetable-api&localSocketAddress=" + address);
        pool.setUsername("timetable");
        pool.setInitialSize(size);
        pool.setMaxTotal(size);
        pool.setMaxIdle(size);
        List<Connection> warm = new ArrayList<>();
        try {
            for (int n = 0; n < size; n++) warm.add(pool.getConnection());
            for (Connection each : warm) {
                each.createStatement().execute("select count(*) from departure");
                each.close();
            }
            log(address, "INFO  pool of " + size + " is warm, readiness probe answers 200");
        } catch (SQLException refused) {
            log(address, "ERROR pool could not be filled, readiness probe answers 503");
            refused.printStackTrace(System.out);
        }
        Thread.sleep(1000L * Integer.parseInt(args[2]));
        pool.close();
    }

    private static void log(String address, String line) {
        System.out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " [" + address + "] " + line);
    }
}
