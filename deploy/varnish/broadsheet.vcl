# Varnish 7 before `broadsheet serve` or an nginx that reads its folder. Start it with
#   varnishd -a :6081 -f /etc/varnish/broadsheet.vcl -s malloc,1g -p http_gzip_support=off
# for pages come compressed. In broadsheet.toml: [purge] target = "http", address = "http://127.0.0.1:6081".
vcl 4.1;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
}

# Who may purge: the machine on which the worker runs.
acl worker {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    # One site, one name for each address: a query changes nothing, and who says the host's name
    # otherwise gets the same page.
    set req.url = regsub(req.url, "\?.*$", "");

    if (req.method == "PURGE" || req.method == "BAN") {
        if (client.ip !~ worker) {
            return (synth(403, "Not for you"));
        }
        if (req.method == "PURGE") {
            return (purge);
        }
        ban("obj.http.X-Path == " + req.url);
        return (synth(200, "Banned"));
    }
    # Sums of what was seen of advertisements, and the like.
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    unset req.http.Cookie;
    if (req.http.Accept-Encoding ~ "\bbr\b") {
        set req.http.Accept-Encoding = "br";
    } elsif (req.http.Accept-Encoding ~ "\bgzip\b") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }
    return (hash);
}

sub vcl_hash {
    hash_data(req.url);
    return (lookup);
}

sub vcl_backend_response {
    set beresp.http.X-Path = bereq.url;
    # Pages are held until they are purged; the two minutes bound what a lost race could cost. Misses and
    # redirects keep their ten seconds: not every address of theirs is one that the press knows.
    if (beresp.status == 200 && beresp.http.Cache-Control !~ "immutable|no-store") {
        set beresp.ttl = 2m;
    }
    # A page is better than an error while the server behind is away.
    set beresp.grace = 10s;
    set beresp.keep = 0s;
    if (beresp.http.Cache-Control ~ "no-store") {
        set beresp.uncacheable = true;
    }
    return (deliver);
}

sub vcl_deliver {
    unset resp.http.X-Path;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    # Browsers count their own ten seconds, not those that the page lay here.
    unset resp.http.Age;
}
