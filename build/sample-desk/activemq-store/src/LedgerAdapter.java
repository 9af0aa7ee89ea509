import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.jms.Connection;
import javax.jms.MessageConsumer;
import javax.jms.Session;
import javax.jms.TextMessage;
import org.apache.activemq.ActiveMQConnectionFactory;

/** Books payment orders in a transacted session; what it cannot book is rolled back. */
public class LedgerAdapter {
    private static final Pattern AMOUNT = Pattern.compile("<amount ccy=\"EUR\">([^<]*)</amount>");

    public static void main(String[] args) throws Exception {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(args[0]);
        factory.getRedeliveryPolicy().setInitialRedeliveryDelay(5);
        factory.getRedeliveryPolicy().setRedeliveryDelay(5);
        factory.getRedeliveryPolicy().setMaximumRedeliveries(2);
        Connection connection = factory.createConnection();
        connection.start();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue("PAYMENTS.IN"));
        while (true) {
            TextMessage order = (TextMessage) consumer.receive();
            try {
                Matcher amount = AMOUNT.matcher(order.getText());
                if (!amount.find()) throw new IllegalArgumentException("no amount");
                new BigDecimal(amount.group(1));
                session.commit();
            } catch (RuntimeException unbookable) {
                System.out.printf("%s WARN %s delivery %d rolled back: %s at %s%n",
                    LocalTime.now().truncatedTo(ChronoUnit.MILLIS), order.getStringProperty("paymentId"),
                    order.getIntProperty("JMSXDeliveryCount"), unbookable, unbookable.getStackTrace()[0]);
                session.rollback();
            }
        }
    }
}
