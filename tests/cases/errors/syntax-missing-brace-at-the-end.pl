# A missing brace at the end of the file.
default deny
tool create_refund: financial {
  limit 10 per minute
