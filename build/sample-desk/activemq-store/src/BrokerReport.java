import java.io.File;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The broker's limits and queues over JMX, as JSON; with `purge` it first purges the dead letter queue. */
public class BrokerReport {
    public static void main(String[] args) throws Exception {
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:1099/jmxrmi");
        try (var connector = JMXConnectorFactory.connect(url)) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            String broker = "org.apache.activemq:type=Broker,brokerName=mq01";
            ObjectName dead = new ObjectName(broker + ",destinationType=Queue,destinationName=ActiveMQ.DLQ");
            if (args.length > 0 && args[0].equals("purge")) {
                server.invoke(dead, "purge", new Object[0], new String[0]);
                Thread.sleep(12_000);
            }
            StringBuilder json = new StringBuilder("{\"at\":\"" + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\"");
            for (String name : new String[] {"BrokerVersion", "StoreLimit", "StorePercentUsage", "MemoryPercentUsage", "TempPercentUsage"}) {
                Object value = server.getAttribute(new ObjectName(broker), name);
                json.append(",\"" + name + "\":" + (value instanceof String ? "\"" + value + "\"" : value));
            }
            json.append(",\"queues\":[");
            String comma = "";
            for (ObjectName queue : server.queryNames(new ObjectName(broker + ",destinationType=Queue,destinationName=*"), null)) {
                json.append(comma + "{\"name\":\"" + queue.getKeyProperty("destinationName") + "\"");
                for (String name : new String[] {"QueueSize", "EnqueueCount", "DequeueCount", "ConsumerCount", "ProducerCount",
                    "BlockedSends", "AverageMessageSize"}) {
                    json.append(",\"" + name + "\":" + server.getAttribute(queue, name));
                }
                json.append('}');
                comma = ",";
            }
            String[] files = new File("/opt/activemq/data/kahadb").list((folder, name) -> name.matches("db-\\d+\\.log"));
            Arrays.sort(files);
            json.append("],\"journalFiles\":[" + Arrays.stream(files).map(name -> '"' + name + '"').collect(Collectors.joining(",")) + "]}");
            System.out.println(json);
        }
    }
}
