# A test with too many calls is rejected, not run.
default deny

tool send_mail: write {
  limit 9_007_199_254_740_991 per day
}

allow list_mails: read

test "forever" {
  9_007_199_254_740_991 times call list_mails {} => allow
  9_007_199_254_740_991 times call send_mail {} => allow
}
