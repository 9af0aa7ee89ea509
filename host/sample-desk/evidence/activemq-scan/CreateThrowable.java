import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.apache.activemq.openwire.v12.BaseDataStreamMarshaller;
import org.apache.activemq.openwire.v12.ExceptionResponseMarshaller;

/** Asks the OpenWire marshaller to make "exceptions" of two classes; a patched one refuses what is no Throwable. */
public class CreateThrowable {
    public static void main(String[] args) throws Exception {
        Method create = BaseDataStreamMarshaller.class.getDeclaredMethod("createThrowable", String.class, String.class);
        create.setAccessible(true);
        for (String name : new String[] {"java.io.IOException", "java.lang.StringBuilder"}) {
            try {
                Object made = create.invoke(new ExceptionResponseMarshaller(), name, "probe");
                System.out.println(name + " -> made " + made);
            } catch (InvocationTargetException refused) {
                System.out.println(name + " -> " + refused.getCause());
            }
        }
    }
}
