package example.nordwind.tariff;

import java.util.HashMap;
import java.util.Map;

/** Contract discounts, with the net prices it has worked out. */
class ContractBook {
    private final Map<String, Integer> netCents = new HashMap<>();
    private final TariffBook tariffs;

    ContractBook(TariffBook tariffs) {
        this.tariffs = tariffs;
    }

    synchronized int quote(String contract, String lane) {
        return netCents.computeIfAbsent(contract + '/' + lane, key -> {
            TariffBook.pause(10);
            return tariffs.price(lane) * 93 / 100;
        });
    }

    synchronized void priceChanged(String lane) {
        netCents.keySet().removeIf(key -> key.endsWith('/' + lane));
    }
}
