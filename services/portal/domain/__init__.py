"""How the pages say things: dates, money, names, the lane's picture. Pure; no page, no request."""
