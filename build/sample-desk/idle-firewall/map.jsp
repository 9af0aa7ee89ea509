<%@ page contentType="application/json" session="false" %>{"region":"south","open":<%= request.getMethod().equals("POST") ? 4 : 3 %>}
