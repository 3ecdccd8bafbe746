# Names of two words, and words that mean a kind beside another one.
default deny
catalog "names.tools.json"

allow read_*: read
allow get_feed, get_picture, get_logs: read
allow get_state: read
allow get_address: read
allow get_ping: read
