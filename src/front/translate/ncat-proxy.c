/* SPDX-License-Identifier: MIT */
/* What a line of ncat says of proxies. */
#include "front/translate/ncat-proxy.h"

#include <string.h>

static const char http_port[] = "3128", socks_port[] = "1080";

/* ncat speaks HTTP to a proxy unless another type is named, and lets the proxy
 * look the name up, unless that is to be done here. */
int ncat_proxy_set(struct translation *t, const struct ncat_proxy *p)
{
	const char *dns = p->dns;
	bool is_local =
	    dns && (strcmp(dns, "local") == 0 || strcmp(dns, "both") == 0);
	bool is_http = !p->type || strcmp(p->type, "http") == 0;
	const char *scheme = is_http ? "http"
	                     : strcmp(p->type, "socks4") == 0
	                         ? is_local ? "socks4" : "socks4a"
	                     : is_local ? "socks5"
	                                : "socks5h";

	if (!p->proxy)
		return 0;
	const char *colon = strrchr(p->proxy, ':');
	bool has_port = colon && !strchr(colon, ']');
	return translation_set(t, "proxy",
	    translation_text(t, "%s://%s%s%s", scheme, p->proxy,
		has_port ? "" : ":",
		has_port  ? ""
		: is_http ? http_port
			  : socks_port),
	    "--proxy");
}

int ncat_proxy_serve(struct translation *t, const struct ncat_proxy *p,
    const char *host, const char *port)
{
	bool is_v6 = host && strchr(host, ':') && host[0] != '[';

	if (p->proxy || !p->type || strcmp(p->type, "http") != 0)
		return translation_refuse(t,
		    "a proxy server (-l) has --proxy-type http, and no "
		    "--proxy");
	if (!host)
		translation_note(t,
		    "clients on this host only; ncat serves those on other "
		    "hosts, too: http-proxy:*:PORT");
	translation_note(
	    t, "GET is refused; ncat's proxy server takes it besides CONNECT");
	config_add_operand(
	    &t->cfg, translation_text(t, "http-proxy:%s%s%s%s%s",
			 is_v6 ? "[" : "", host ? host : "", is_v6 ? "]" : "",
			 host ? ":" : "", port ? port : http_port));
	return 0;
}
