#include "crypto/pae.h"

#include <gtest/gtest.h>

namespace linkcert::crypto {
namespace {

TEST(PaeTest, ExampleOfTheDsseProtocol) {
  EXPECT_EQ(Pae("http://example.com/HelloWorld", "hello world"),
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
}

TEST(PaeTest, BytesOfTypeAndBodyCannotMix) {
  EXPECT_EQ(Pae("", ""), "DSSEv1 0  0 ");
  EXPECT_NE(Pae("a", "b c"), Pae("a b", "c"));
  EXPECT_EQ(Pae("t", std::string("\0\n", 2)), std::string("DSSEv1 1 t 2 \0\n", 15));
}

}  // namespace
}  // namespace linkcert::crypto
