package example.linkcert;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import linkcert.v1.FieldRuleOuterClass;
import linkcert.v1.FieldRuleOuterClass.Charset;
import linkcert.v1.FieldRuleOuterClass.FieldRule;

/**
 * The one accepted encoding of protobuf messages and the rules of their fields, FORMAT.md §2. The
 * rules stand in proto/ as options of the fields (field_rule.proto); the walk reads them there.
 */
public final class Canonical {
  private static final int MAX_DEPTH = 8;
  private static final long UINT32_MAX = 0xFFFFFFFFL;

  private Canonical() {}

  /** Checks the bytes, then reads them. {@code type} is any message of the type wanted. */
  @SuppressWarnings("unchecked")
  public static <T extends Message> T decode(T type, ByteString bytes) {
    check(type.getDescriptorForType(), bytes);
    try {
      return (T) type.getParserForType().parseFrom(bytes);
    } catch (InvalidProtocolBufferException error) {
      throw new Refused("NOT_CANONICAL", error.getMessage());
    }
  }

  /** The canonical bytes: protobuf's own writer gives them; what breaks a rule is refused. */
  public static ByteString encode(Message message) {
    ByteString bytes = message.toByteString();
    check(message.getDescriptorForType(), bytes);
    return bytes;
  }

  public static void check(Descriptor type, ByteString bytes) {
    checkMessage(type, bytes, 1);
  }

  private static void checkMessage(Descriptor type, ByteString bytes, int depth) {
    Refused.when(depth > MAX_DEPTH, "NESTING_TOO_DEEP", type.getName());
    Wire wire = new Wire(bytes);
    // By field number: Long of scalars, ByteString of all else.
    Map<Integer, List<Object>> found = new TreeMap<>();
    int last = 0;
    boolean oneofSet = false;
    while (wire.more()) {
      long tag = wire.varint();
      Refused.when(tag < 0 || tag > UINT32_MAX, "NOT_CANONICAL", type.getName() + ": field tag");
      int number = (int) (tag >>> 3);
      FieldDescriptor field = type.findFieldByNumber(number);
      boolean again = number == last && field != null && field.isRepeated() && !isScalar(field);
      Refused.when(number <= last && !again, "NOT_CANONICAL", "field out of order or repeated");
      if (field == null) {
        throw unknown(tag, wire);
      }
      boolean inOneof = field.getContainingOneof() != null;
      Refused.when(inOneof && oneofSet, "NOT_CANONICAL", "two members of a oneof");
      oneofSet = inOneof;
      last = number;
      List<Object> values = found.computeIfAbsent(number, unused -> new ArrayList<>());
      readField(field, (int) tag & 7, wire, values, depth);
    }
    checkPresence(type, found, oneofSet);
  }

  private static Refused unknown(long tag, Wire wire) {
    switch ((int) tag & 7) {
      case 0 -> wire.varint();
      case 2 -> wire.delimited();
      default -> {
        return new Refused("NOT_CANONICAL", "a wire type that LinkCert does not use");
      }
    }
    return new Refused("NEWER_FORMAT", "field number " + (tag >>> 3));
  }

  private static void readField(
      FieldDescriptor field, int wireType, Wire wire, List<Object> values, int depth) {
    int wanted = isScalar(field) && !field.isRepeated() ? 0 : 2;
    Refused.when(wireType != wanted, "NOT_CANONICAL", field + ": another wire type");
    if (wanted == 0) {
      long value = wire.varint();
      Refused.when(value == 0, "NOT_CANONICAL", field + ": default value written");
      checkNumber(field, value);
      values.add(value);
      return;
    }
    ByteString value = wire.delimited();
    if (isScalar(field)) {
      readPacked(field, new Wire(value), values);
      return;
    }
    values.add(value);
    if (field.getType() == FieldDescriptor.Type.MESSAGE) {
      checkMessage(field.getMessageType(), value, depth + 1);
      return;
    }
    boolean plain = !field.isRepeated() && field.getContainingOneof() == null;
    Refused.when(value.isEmpty() && plain, "NOT_CANONICAL", field + ": default value written");
    checkBytes(field, value);
  }

  private static void readPacked(FieldDescriptor field, Wire packed, List<Object> values) {
    Refused.when(!packed.more(), "NOT_CANONICAL", field + ": empty packed field");
    while (packed.more()) {
      long value = packed.varint();
      checkNumber(field, value);
      values.add(value);
    }
  }

  private static void checkPresence(
      Descriptor type, Map<Integer, List<Object>> found, boolean oneofSet) {
    for (FieldDescriptor field : type.getFields()) {
      FieldRule rule = ruleOf(field);
      List<Object> values = found.get(field.getNumber());
      if (values == null) {
        boolean missing = rule.getRequired() || rule.getMinItems() > 0;
        Refused.when(missing, "FIELD_MISSING", field);
        continue;
      }
      boolean many = field.isRepeated() && values.size() > rule.getMaxItems();
      boolean few = values.size() < rule.getMinItems();
      boolean disordered = rule.getAscending() && !ascend(values);
      Refused.when(few || many || disordered, "FIELD_OUT_OF_RANGE", field);
    }
    for (OneofDescriptor oneof : type.getOneofs()) {
      boolean required = oneof.getOptions().getExtension(FieldRuleOuterClass.oneRequired);
      Refused.when(required && !oneofSet, "FIELD_MISSING", type.getName() + ": no oneof member");
    }
  }

  private static boolean ascend(List<Object> values) {
    for (int i = 1; i < values.size(); i++) {
      int order =
          values.get(i) instanceof Long number
              ? Long.compareUnsigned((Long) values.get(i - 1), number)
              : ByteString.unsignedLexicographicalComparator()
                  .compare((ByteString) values.get(i - 1), (ByteString) values.get(i));
      if (order >= 0) {
        return false;
      }
    }
    return true;
  }

  private static FieldRule ruleOf(FieldDescriptor field) {
    return field.getOptions().getExtension(FieldRuleOuterClass.rule);
  }

  private static boolean isScalar(FieldDescriptor field) {
    return switch (field.getType()) {
      case MESSAGE, STRING, BYTES -> false;
      default -> true;
    };
  }

  private static void checkNumber(FieldDescriptor field, long value) {
    FieldRule rule = ruleOf(field);
    long largest =
        switch (field.getType()) {
          case BOOL -> 1;
          case ENUM -> Integer.MAX_VALUE;
          case UINT32 -> UINT32_MAX;
          default -> -1; // the largest uint64
        };
    boolean over = Long.compareUnsigned(value, largest) > 0;
    Refused.when(over, "NOT_CANONICAL", field + ": over the type's range");
    if (field.getType() == FieldDescriptor.Type.ENUM) {
      boolean known = field.getEnumType().findValueByNumber((int) value) != null;
      Refused.when(!known, "NEWER_FORMAT", field + ": enum value " + value);
      Refused.when(value == 0, "FIELD_OUT_OF_RANGE", field + ": unspecified");
    }
    boolean below = Long.compareUnsigned(value, rule.getMin()) < 0;
    boolean above = rule.getMax() != 0 && Long.compareUnsigned(value, rule.getMax()) > 0;
    boolean noDate = rule.getDate() && !isCivilDate(value);
    Refused.when(below || above || noDate, "FIELD_OUT_OF_RANGE", field);
  }

  private static void checkBytes(FieldDescriptor field, ByteString value) {
    FieldRule rule = ruleOf(field);
    int size = value.size();
    boolean misfit = size < rule.getSize() || size > Math.max(rule.getSize(), rule.getMaxSize());
    Refused.when(misfit, "FIELD_OUT_OF_RANGE", field + ": size " + size);
    if (field.getType() == FieldDescriptor.Type.STRING) {
      Refused.when(!value.isValidUtf8(), "NOT_CANONICAL", field + ": not UTF-8");
      boolean fits = isOfCharset(rule.getCharset(), value.toStringUtf8());
      Refused.when(!fits, "FIELD_OUT_OF_RANGE", field + ": charset");
    }
  }

  /** YYYYMMDD of the years 1900-9999. */
  private static boolean isCivilDate(long number) {
    try {
      int year = (int) (number / 10000);
      LocalDate.of(year, (int) (number / 100 % 100), (int) (number % 100));
      return year >= 1900 && year <= 9999;
    } catch (DateTimeException error) {
      return false;
    }
  }

  private static final Map<Charset, Pattern> CHARSETS =
      Map.of(
          Charset.CHARSET_ID, Pattern.compile("[a-z0-9-]{3,40}"),
          Charset.CHARSET_DIGITS, Pattern.compile("[0-9]+"),
          Charset.CHARSET_CODE, Pattern.compile("[A-Z0-9-]+"),
          Charset.CHARSET_OCCUPATION, Pattern.compile("[0-9]-[0-9]{2}-[0-9]{2}-[0-9]{2}"),
          Charset.CHARSET_ORIGIN, Pattern.compile("[A-Za-z0-9./:_-]+"),
          Charset.CHARSET_REFERENCE, Pattern.compile("[A-Za-z0-9._/-]+"));
  private static final Pattern HIDDEN =
      Pattern.compile(
          "[\\x00-\\x1f\\x7f-\\x9f\\xad\\x{34f}\\x{61c}\\x{115f}\\x{1160}\\x{200b}\\x{200e}"
              + "\\x{200f}\\x{2028}-\\x{202e}\\x{2060}-\\x{2064}\\x{2066}-\\x{206f}\\x{3164}"
              + "\\x{fdd0}-\\x{fdef}\\x{feff}\\x{ffa0}\\x{fff9}-\\x{fffb}\\x{e0000}-\\x{e007f}]");
  private static final String SPACE =
      "[ \\xa0\\x{1680}\\x{2000}-\\x{200a}\\x{202f}\\x{205f}\\x{3000}]";
  private static final Pattern SPACE_AT_END = Pattern.compile("^" + SPACE + "|" + SPACE + "\\z");

  static boolean isOfCharset(Charset charset, String text) {
    if (charset != Charset.CHARSET_TEXT) {
      return CHARSETS.containsKey(charset) && CHARSETS.get(charset).matcher(text).matches();
    }
    boolean hidden = HIDDEN.matcher(text).find() || SPACE_AT_END.matcher(text).find();
    boolean noncharacter = text.codePoints().anyMatch(point -> (point & 0xFFFE) == 0xFFFE);
    return !text.isEmpty() && !hidden && !noncharacter;
  }

  /** Takes the two wire forms that LinkCert uses off the front of bytes, strictly. */
  private static final class Wire {
    private final ByteString bytes;
    private int at;

    Wire(ByteString bytes) {
      this.bytes = bytes;
    }

    boolean more() {
      return at < bytes.size();
    }

    long varint() {
      long value = 0;
      for (int i = 0; i < 10 && more(); i++) {
        byte part = bytes.byteAt(at++);
        value |= (long) (part & 0x7F) << (7 * i);
        if (part < 0) {
          continue;
        }
        if ((part == 0 && i > 0) || (i == 9 && part > 1)) {
          break;
        }
        return value;
      }
      throw new Refused("NOT_CANONICAL", "broken varint");
    }

    ByteString delimited() {
      long size = varint();
      Refused.when(Long.compareUnsigned(size, bytes.size() - at) > 0, "NOT_CANONICAL", "cut short");
      at += (int) size;
      return bytes.substring(at - (int) size, at);
    }
  }
}
