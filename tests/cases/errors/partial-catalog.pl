# A catalog with the cursor of a next page is only the first page, so a tool or pattern may be about the others.
default deny
catalog "first-page.tools.json"
allow list_cards: read
allow list_boards: read
allow get_*: read
tool pay: financial { require args.amount <= 5 and args.amount matches "^5" limit 5 per minute }
