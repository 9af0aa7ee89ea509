package example.caledon.portal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

class QuoteStore {
    private final Connection connection;

    QuoteStore(Connection connection) {
        this.connection = connection;
    }

    Broker broker(String code) throws SQLException {
        String sql = "select suspended, loading_percent from broker where code = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, code);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) throw new SQLException("Unknown broker " + code);
                return new Broker(code, rows.getBoolean(1), rows.getInt(2));
            }
        }
    }

    String premium(Broker broker, String product) throws SQLException {
        String sql = "select round(base_premium * (100 + ?) / 100, 2) from product where code = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, broker.loadingPercent());
            statement.setString(2, product);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) throw new SQLException("Unknown product " + product);
                return rows.getString(1);
            }
        }
    }
}
