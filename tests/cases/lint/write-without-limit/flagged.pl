# A tool with a block, and one without.
default deny

tool update_note: write { require args.id exists because "Which one?" }
allow add_note: write
