package example.caledon.portal;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

@WebServlet("/quote")
public class QuoteServlet extends HttpServlet {
    @Resource(name = "jdbc/policy")
    private DataSource policy;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try (Connection connection = policy.getConnection()) {
            QuoteStore store = new QuoteStore(connection);
            Broker broker = store.broker(request.getParameter("broker"));
            if (broker.suspended()) {
                response.sendError(HttpServletResponse.SC_FORBIDDEN, "Broker " + broker.code() + " is suspended");
                return;
            }
            String premium = store.premium(broker, request.getParameter("product"));
            connection.commit();
            response.setContentType("text/plain");
            response.getWriter().println(premium);
        } catch (SQLException failed) {
            throw new ServletException("Quote could not be calculated", failed);
        }
    }
}
