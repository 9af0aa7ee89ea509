<%@ page contentType="text/html; charset=UTF-8" session="false" %>
<%@ page import="javax.servlet.http.Cookie, java.util.List" %>
<%
  String station = "CTL";
  Cookie[] cookies = request.getCookies();
  if (cookies != null) {
    for (Cookie cookie : cookies) {
      if ("station".equals(cookie.getName())) station = cookie.getValue();
    }
  }
  List<String> platforms = List.of("1A", "2", "3B");
%>
<!DOCTYPE html>
<title>Departures</title>
<h1>Departures from <%= station %></h1>
<p>Platforms in use: <%= String.join(", ", platforms) %></p>
