<%@ page contentType="text/plain; charset=UTF-8" %>claims desk: <%= request.getAttribute("claims_desk") %>
