package example.nordwind.tariff;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

@WebServlet(urlPatterns = {"/quote", "/admin/reload"}, loadOnStartup = 1)
public class TariffServlet extends HttpServlet {
    private final TariffBook tariffs = new TariffBook();
    private final ContractBook contracts = new ContractBook(tariffs);

    @Override
    public void init() {
        tariffs.use(contracts);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        if (request.getServletPath().equals("/admin/reload")) {
            tariffs.reload();
            response.getWriter().println("reloaded");
            return;
        }
        response.getWriter().println(contracts.quote(request.getParameter("contract"), request.getParameter("lane")));
    }
}
