import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.Queue;
import javax.jms.Session;
import org.apache.activemq.ActiveMQConnectionFactory;

/**
 * Takes invoices from a queue and books each in a transaction. The ledger is locked at the first four attempts, which are
 * rolled back. `Billing.java REDELIVERIES`; /bill sends an invoice, / says where the last one is.
 */
public class Billing {
  static final Set<Long> booked = ConcurrentHashMap.newKeySet();

  public static void main(String[] arguments) throws Exception {
    var policy = "?jms.redeliveryPolicy.initialRedeliveryDelay=50&jms.redeliveryPolicy.redeliveryDelay=50"
        + "&jms.redeliveryPolicy.maximumRedeliveries=" + arguments[0];
    var factory = new ActiveMQConnectionFactory(
        System.getenv("ACTIVEMQ_USER"), System.getenv("ACTIVEMQ_PASSWORD"), System.getenv("ACTIVEMQ_URL") + policy);
    var connection = factory.createConnection();
    connection.start();
    var asking = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    var invoices = asking.createQueue("invoices");
    var dead = asking.createQueue("ActiveMQ.DLQ");
    var number = new AtomicLong(System.currentTimeMillis());

    var booking = connection.createSession(true, Session.SESSION_TRANSACTED);
    booking.createConsumer(invoices).setMessageListener(message -> book(booking, message));

    var server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.createContext("/", exchange -> {
      try {
        if (exchange.getRequestURI().getPath().equals("/bill")) {
          var invoice = asking.createMessage();
          invoice.setLongProperty("number", number.incrementAndGet());
          asking.createProducer(invoices).send(invoice);
        }
        var said = whereIs(number.get(), asking, dead).getBytes();
        exchange.sendResponseHeaders(200, said.length);
        exchange.getResponseBody().write(said);
      } catch (JMSException error) {
        error.printStackTrace();
        exchange.sendResponseHeaders(500, -1);
      }
      exchange.close();
    });
    server.start();
    System.out.println("Billing is ready");
  }

  static void book(Session session, Message message) {
    try {
      var attempt = message.getIntProperty("JMSXDeliveryCount");
      if (attempt <= 4) {
        System.out.println("The ledger is locked; attempt " + attempt + " is rolled back");
        session.rollback();
      } else {
        session.commit();
        booked.add(message.getLongProperty("number"));
      }
    } catch (JMSException error) {
      throw new IllegalStateException(error);
    }
  }

  static String whereIs(long number, Session session, Queue dead) throws JMSException {
    if (booked.contains(number)) return "booked\n";
    var browser = session.createBrowser(dead, "number = " + number);
    try {
      var letters = browser.getEnumeration();
      if (!letters.hasMoreElements()) return "under way\n";
      return "dead: " + ((Message) letters.nextElement()).getStringProperty("dlqDeliveryFailureCause") + "\n";
    } finally {
      browser.close();
    }
  }
}
