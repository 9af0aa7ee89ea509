package example.nordwind.tariff;

import java.util.HashMap;
import java.util.Map;

/** Prices per lane. Its lock is taken first by the reload and second by a quote of a contract customer. */
class TariffBook {
    private final Map<String, Integer> centsPerTonne = new HashMap<>();
    private ContractBook contracts;

    void use(ContractBook contracts) {
        this.contracts = contracts;
    }

    synchronized int price(String lane) {
        return centsPerTonne.getOrDefault(lane, 4200);
    }

    synchronized void reload() {
        for (int n = 0; n < 40; n++) {
            String lane = "DE-" + n;
            centsPerTonne.put(lane, 4000 + n * 11);
            pause(25);
            contracts.priceChanged(lane);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
