# A list that does not fit has its elements on one line, or each on its own with a comma after the last.
let short = [ "a","b", ]
let longer = ["the first of a few elements that do not fit", "the second of a few elements", "the third of them"]
let longest = ["the first of many elements that do not fit", "the second of many elements", "the third of them", "the fourth",]
let grouped = [
  "a", # with a comment


  # and another
  "b"
]
let countries = ["at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu", "ie", "it", "lt", "lu", "lv"]
let commented = ["at", "be",  # a comment speaks of its own line
  "bg"]
allow a, b
hide create_repository, fork_repository, add_collaborator, update_branch_protection, create_webhook, delete_webhook
rate create_repository, fork_repository, add_collaborator, update_branch_protection, create_webhook: destructive
tool create_repository, fork_repository, add_collaborator, update_branch_protection, create_webhook: write {
  apply careful(10, ["usd", "eur"],)
  apply careful("the first of many values that do not fit", ["the second of many values"], "the third of them")
  apply nothing()
}
tool send(to: [string],cc?: [ string ],kind: "a"|"b",options: {},address: {street: string,city?: string}): write {}
