# Two tools of one statement may get the same counter, too.
default deny
tool Send, send { limit 5 per minute }
