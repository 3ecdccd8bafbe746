# The more specific rating counts, and two of the same rank have to agree.
default deny
catalog "server.tools.json"
allow list_*: read
rate *_refunds: write
rate list_charges: financial
deny list_charges: read
tool create_refund: financial {}
rate create_refund: financial
