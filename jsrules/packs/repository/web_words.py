"""What goes wrong between here and a server, in words that name the cause and the remedy: OpenSSL says neither."""

from __future__ import annotations

import socket
import ssl
from urllib.error import URLError

from jsrules.base.language import say


def cause_in_words(error: BaseException) -> tuple[str, str]:
    """Why a server could not be read, and what to do; two empty texts when it is told well enough by itself."""
    if isinstance(error, URLError) and isinstance(error.reason, BaseException):
        error = error.reason
    ca_file = say(
        "网站用本单位自己的证书的，用 --ca-file 给出它的 CA 证书（PEM）；不是就不要用",
        "where the site has a certificate of your own authority, give that with --ca-file (PEM); else do not use it",
    )
    match error:
        case ssl.SSLCertVerificationError(verify_code=code):
            clock = say(
                "看本机的时钟对不对；对的就请网站换证书", "see whether this clock is right; if so, ask the site"
            )
            known = {
                9: (say("网站的证书还没有生效", "the certificate of the site is not valid yet"), clock),
                10: (say("网站的证书过期了", "the certificate of the site has expired"), clock),
                18: (say("网站的证书是它自己签的", "the certificate of the site is signed by itself"), ca_file),
                19: (say("签网站证书的机构不被信任", "nobody trusts who signed the site's certificate"), ca_file),
                20: (say("签网站证书的机构不被信任", "nobody trusts who signed the site's certificate"), ca_file),
                21: (say("签网站证书的机构不被信任", "nobody trusts who signed the site's certificate"), ca_file),
                62: (
                    say("证书不是这个网站的", "the certificate is that of another site"),
                    say("检查地址；不要绕过去", "check the address; do not go round this"),
                ),
            }
            return known.get(code, (say("网站的证书不可信", "the certificate of the site is not trusted"), ca_file))
        case ssl.SSLError():
            return (
                say("加密的连接建不起来", "no encrypted connection could be made"),
                say("检查地址、端口、代理", "check address, port and proxy"),
            )
        case socket.gaierror():
            return (
                say("找不到这个网站", "there is no such site"),
                say("检查地址和网络", "check the address and the network"),
            )
        case ConnectionRefusedError():
            return (
                say("网站没有开", "the site takes no connections"),
                say("检查地址和端口，或过一会儿再试", "check address and port, or try again later"),
            )
        case TimeoutError():
            return (
                say("网站不回答", "the site does not answer"),
                say("检查网络和代理，或过一会儿再试", "check network and proxy, or try again later"),
            )
    return "", ""
