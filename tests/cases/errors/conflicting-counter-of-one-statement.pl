# Two tools of one statement may come to one counter as well.
default deny
tool Send, send { limit 5 per minute }
