/* SPDX-License-Identifier: MIT */
/* Where a URL leads to. */
#include "args/url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

/* IANA's "Service Name and Transport Protocol Port Number Registry", and what
 * servers of databases have by custom. */
static const struct {
	char name[12], port[6];
	bool is_secure;
} schemes[] = {
	{ "amqp", "5672" },
	{ "amqps", "5671", true },
	{ "ftp", "21" },
	{ "ftps", "990", true },
	{ "git", "9418" },
	{ "http", "80" },
	{ "https", "443", true },
	{ "imap", "143" },
	{ "imaps", "993", true },
	{ "ldap", "389" },
	{ "ldaps", "636", true },
	{ "mongodb", "27017" },
	{ "mqtt", "1883" },
	{ "mqtts", "8883", true },
	{ "mysql", "3306" },
	{ "pop3", "110" },
	{ "pop3s", "995", true },
	{ "postgres", "5432" },
	{ "postgresql", "5432" },
	{ "redis", "6379" },
	{ "rediss", "6379", true },
	{ "rtsp", "554" },
	{ "sftp", "22" },
	{ "smtp", "25" },
	{ "smtps", "465", true },
	{ "ssh", "22" },
	{ "telnet", "23" },
	{ "vnc", "5900" },
	{ "ws", "80" },
	{ "wss", "443", true },
};

bool url_is(const char *word)
{
	return strstr(word, "://");
}

/* Takes "[USER@]HOST[:PORT]" apart, which is changed. */
static void split_authority(char *authority, struct url *url)
{
	char *at = strrchr(authority, '@');
	char *host = at ? at + 1 : authority;
	char *colon = strrchr(host, ':');
	char *end = *host == '[' ? strchr(host, ']') : NULL;

	if (end) {
		host++;
		colon = end[1] == ':' ? end + 1 : NULL;
		*end = '\0';
	}
	if (colon)
		*colon++ = '\0';
	url->host = xstrdup(host);
	if (colon && *colon) {
		free(url->port);
		url->port = xstrdup(colon);
	}
}

struct url url_split(const char *word)
{
	size_t len = (size_t)(strstr(word, "://") - word);
	const char *authority = word + len + strlen("://");
	char *copy =
	    xasprintf("%.*s", (int)strcspn(authority, "/?#"), authority);
	struct url url = { 0 };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strlen(schemes[i].name) == len &&
		    strncasecmp(word, schemes[i].name, len) == 0) {
			url.port = xstrdup(schemes[i].port);
			url.is_secure = schemes[i].is_secure;
		}
	split_authority(copy, &url);
	free(copy);
	return url;
}

void url_free(struct url *url)
{
	free(url->host);
	free(url->port);
}
