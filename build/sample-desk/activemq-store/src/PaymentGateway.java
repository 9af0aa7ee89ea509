import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import javax.jms.Connection;
import javax.jms.DeliveryMode;
import javax.jms.MessageProducer;
import javax.jms.Session;
import javax.jms.TextMessage;
import org.apache.activemq.ActiveMQConnectionFactory;

/** Sends payment orders a hundred a second at most; every fortieth carries an amount with a decimal comma. */
public class PaymentGateway {
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[1]);
        Connection connection = new ActiveMQConnectionFactory(args[0]).createConnection();
        connection.start();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(session.createQueue("PAYMENTS.IN"));
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        for (int n = 1; n <= count; n++) {
            String amount = n % 40 == 0 ? "1.204,50" : "1204.50";
            String remittance = "INV-%06d ".formatted(n).repeat(1800);
            TextMessage order = session.createTextMessage(
                "<payment id=\"P%06d\"><amount ccy=\"EUR\">%s</amount><remittance>%s</remittance></payment>"
                    .formatted(n, amount, remittance));
            order.setStringProperty("paymentId", "P%06d".formatted(n));
            producer.send(order);
            Thread.sleep(10);
            if (n % 50 == 0) System.out.println(LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " sent " + n);
        }
        connection.close();
        System.out.println(LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " done");
    }
}
