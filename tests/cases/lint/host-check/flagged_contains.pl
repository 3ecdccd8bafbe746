# A text that contains the host may lead anywhere.
default deny

tool fetch_page: read { require args.page_url contains "docs.example.com" because "Fetch the docs." }
