import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps one ObjectMapper per tenant, or one for all. Arguments: tenants, `each` or `one`. */
public class MapperPerTenant {
    public static void main(String[] args) throws Exception {
        int tenants = Integer.parseInt(args[0]);
        ObjectMapper shared = new ObjectMapper();
        List<ObjectMapper> mappers = new ArrayList<>();
        for (int n = 0; n < tenants; n++) {
            ObjectMapper mapper = args[1].equals("each") ? new ObjectMapper() : shared;
            mapper.writeValueAsString(Map.of("tenant", n, "claims", List.of(1, 2, 3)));
            mappers.add(mapper);
        }
        System.gc();
        Runtime heap = Runtime.getRuntime();
        System.out.printf("%d tenants, %s mapper: %.1f MB used after GC%n", mappers.size(), args[1],
            (heap.totalMemory() - heap.freeMemory()) / 1048576.0);
        Thread.sleep(30_000);
    }
}
