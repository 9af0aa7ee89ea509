import java.util.ArrayList;
import java.util.List;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

/** Makes one pool per partner, as file-router does at its start. Arguments: partners, JMX on or off. */
public class PoolsAtStart {
    public static void main(String[] args) {
        int partners = Integer.parseInt(args[0]);
        boolean jmx = args[1].equals("jmx");
        List<GenericObjectPool<StringBuilder>> pools = new ArrayList<>();
        long start = System.nanoTime();
        for (int n = 0; n < partners; n++) {
            GenericObjectPoolConfig<StringBuilder> config = new GenericObjectPoolConfig<>();
            config.setJmxEnabled(jmx);
            pools.add(new GenericObjectPool<>(new Sessions(), config));
        }
        System.out.printf("%5d pools  %-6s  %7d ms%n", pools.size(), args[1], (System.nanoTime() - start) / 1_000_000);
    }

    private static class Sessions extends BasePooledObjectFactory<StringBuilder> {
        @Override
        public StringBuilder create() {
            return new StringBuilder();
        }

        @Override
        public PooledObject<StringBuilder> wrap(StringBuilder session) {
            return new DefaultPooledObject<>(session);
        }
    }
}
