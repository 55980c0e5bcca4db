# A list of 10,000 rows for scene 13, each with what its answer must be: conclusion, reason, whether
# the certificate is the row's person's. Needs good, gone (ids), number, name, file, gone_file.
BEGIN {
  print "expected,证书标识,证书文件,证书编号,姓名"
  for (i = 1; i <= 10000; ++i) {
    if (i % 1000 == 1) print "VALID::yes,,," number "," name
    else if (i % 2500 == 2) print "UNKNOWN:NUMBER_NO_MATCH:unknown,,," number ",虚构某"
    else if (i % 100 == 3) print "INVALID:CERTIFICATE_REVOKED:," gone ",,,"
    else if (i % 1000 == 4) print "INVALID:CERTIFICATE_UNKNOWN:,0,,,"
    else if (i % 1000 == 5) print "UNKNOWN:ENTRY_NOT_LOGGED:,99999999,,,"
    else if (i % 1000 == 6) print "UNKNOWN:CELL_EMPTY:,,,,虚构某"
    else if (i % 100 == 7) print "VALID::yes,," file "," number "," name
    else if (i % 1000 == 8) print "VALID::no,," file ",,虚构某"
    else if (i % 1000 == 9) print "INVALID:CERTIFICATE_REVOKED:,," gone_file ",,"
    else if (i % 1000 == 10) print "UNKNOWN:FILE_UNREADABLE:,,none.linkcert,,"
    else print "VALID::," good ",,,"
  }
}
