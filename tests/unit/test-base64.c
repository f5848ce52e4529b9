/* SPDX-License-Identifier: MIT */
/* Base64, both ways: the vectors of RFC 4648, section 10, and others. */
#include <string.h>

#include "base/base64.h"
#include "tap.h"

#define TEXT(bytes) bytes, sizeof(bytes) - 1

static const struct {
	const char *plain;
	size_t len;
	const char *text;
} pairs[] = {
	{ TEXT(""), "" },
	{ TEXT("f"), "Zg==" },
	{ TEXT("fo"), "Zm8=" },
	{ TEXT("foo"), "Zm9v" },
	{ TEXT("foob"), "Zm9vYg==" },
	{ TEXT("fooba"), "Zm9vYmE=" },
	{ TEXT("foobar"), "Zm9vYmFy" },
	{ TEXT("\377\373\376\0\1"), "//v+AAE=" },
};

static const char *const nonsense[] = { "Z", "Zg",
	"Zg=", "Zg===", "====", "Z===", "=Zg=", "Zg==Zg==", "Zm9v\n", "Zm 9",
	"Zm9-", "Zm9_", "Zm8=Zm8=" };

int main(void)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct bytes there = { 0 }, back = { 0 };
		base64_add(&there, pairs[i].plain, pairs[i].len);
		bytes_add(&there, "", 1);
		is_text((const char *)there.at, pairs[i].text, "encoded");
		ok(base64_decode(&back, pairs[i].text, strlen(pairs[i].text)),
		    "%s can be decoded", pairs[i].text);
		ok(back.len == pairs[i].len &&
			(back.len == 0 ||
			    memcmp(back.at, pairs[i].plain, back.len) == 0),
		    "to the same bytes");
		bytes_free(&there);
		bytes_free(&back);
	}
	for (size_t i = 0; i < sizeof(nonsense) / sizeof(nonsense[0]); i++) {
		struct bytes out = { 0 };
		ok(!base64_decode(&out, nonsense[i], strlen(nonsense[i])),
		    "'%s' is not Base64", nonsense[i]);
		bytes_free(&out);
	}
	return plan();
}
