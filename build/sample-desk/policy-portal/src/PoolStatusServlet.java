package example.caledon.portal;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the pool's MBean says, as JSON; needs no connection of its own. */
@WebServlet("/internal/pool")
public class PoolStatusServlet extends HttpServlet {
    private static final String[] ATTRIBUTES = {
        "maxTotal", "numActive", "numIdle", "maxWaitMillis", "removeAbandonedOnBorrow", "removeAbandonedTimeout"
    };

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder json = new StringBuilder();
        try {
            ObjectName name = server.queryNames(new ObjectName("Catalina:type=DataSource,class=javax.sql.DataSource,*"), null)
                .stream().filter(each -> each.getKeyProperty("connectionpool") == null).findFirst().orElseThrow();
            json.append("{\"at\":\"").append(Instant.now().truncatedTo(ChronoUnit.SECONDS)).append("\",\"mbean\":\"")
                .append(name.toString().replace("\"", "\\\"")).append('"');
            for (String attribute : ATTRIBUTES) {
                json.append(",\"").append(attribute).append("\":").append(server.getAttribute(name, attribute));
            }
        } catch (JMException failed) {
            throw new IOException(failed);
        }
        response.setContentType("application/json");
        response.getWriter().println(json.append('}'));
    }
}
