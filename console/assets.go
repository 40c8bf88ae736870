package console

// Assets: the style, the scripts and the icon, out of the program itself.

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

//go:embed assets
var assetFiles embed.FS

// assets are the files by name. Each address bears the hash of what it gives, so that browsers may keep it for ever.
type assets struct {
	files map[string]asset
}

type asset struct {
	kind   string
	hash   string
	plain  []byte
	packed []byte
}

// assetKinds are the types that browsers are told, by the names' ends.
var assetKinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
}

func loadAssets() (*assets, error) {
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		return nil, fmt.Errorf("read the console's assets: %w", err)
	}
	all := &assets{files: map[string]asset{}}
	for _, entry := range entries {
		body, err := assetFiles.ReadFile("assets/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("read the console's assets: %w", err)
		}
		kind, known := assetKinds[path.Ext(entry.Name())]
		if !known {
			return nil, fmt.Errorf("the console's asset %s is of no known kind: add it to assetKinds", entry.Name())
		}
		sum := sha256.Sum256(body)
		all.files[entry.Name()] = asset{kind: kind, hash: hex.EncodeToString(sum[:16]), plain: body, packed: pack(body)}
	}
	return all, nil
}

// url is where a page finds an asset.
func (a *assets) url(name string) (string, error) {
	f, there := a.files[name]
	if !there {
		return "", fmt.Errorf("the console has no asset %s", name)
	}
	return Prefix + "/assets/" + name + "?v=" + f.hash[:12], nil
}

// serve gives an asset. Its tag is a strong one, so what is sent packed bears another than what is not.
func (a *assets) serve(c *gin.Context) {
	f, there := a.files[c.Param("name")]
	if !there {
		c.AbortWithStatus(http.StatusNotFound)
		return
	}
	body, tag, h := f.plain, `"`+f.hash+`"`, c.Writer.Header()
	h.Set("Vary", "Accept-Encoding")
	if takesGzip(c) {
		body, tag = f.packed, `"`+f.hash+`-gzip"`
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-cache")
	if c.Query("v") == f.hash[:12] {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if strings.Contains(c.GetHeader("If-None-Match"), tag) {
		h.Del("Content-Encoding")
		c.Status(http.StatusNotModified)
		return
	}
	c.Data(http.StatusOK, f.kind, body)
}

func takesGzip(c *gin.Context) bool {
	return strings.Contains(c.GetHeader("Accept-Encoding"), "gzip")
}

// pack compresses; writing to memory never fails.
func pack(body []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}
