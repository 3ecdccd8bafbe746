# A word for every tool is the name of one.
default allow
catalog "stripe.tools.json"
deny all because "Ask a person."
hide others
