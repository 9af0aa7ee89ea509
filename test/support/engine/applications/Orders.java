package shop;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** How many orders a customer has; 404 for one who has none. */
@WebServlet("/orders")
public class Orders extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
    try {
      var source = (DataSource) new InitialContext().lookup("java:comp/env/jdbc/postgres");
      try (var connection = source.getConnection();
          var asked = connection.prepareStatement("select count(*) from orders where customer = ?")) {
        asked.setString(1, request.getParameter("customer"));
        var found = asked.executeQuery();
        found.next();
        if (found.getInt(1) == 0) {
          response.setStatus(404);
          return;
        }
        response.getWriter().println(found.getInt(1) + " orders");
      }
    } catch (SQLException | NamingException error) {
      throw new ServletException(error);
    }
  }
}
