package picture

// What a camera has noted in a picture: how it was held, and where it was.

import (
	"bytes"
	"math"

	"github.com/bep/imagemeta"

	"muster/incident/photo"
)

// noted is what of it counts.
type noted struct {
	orientation int // 0: the camera does not say
	place       *photo.Place
}

// wanted are the tags that are looked at.
var wanted = map[string]bool{"Orientation": true, "GPSLatitude": true, "GPSLatitudeRef": true, "GPSLongitude": true, "GPSLongitudeRef": true}

// read reads it. What cannot be read counts as not noted: a picture is no worse for it.
func read(f format, sent []byte) noted {
	tags := map[string]any{}
	options := imagemeta.Options{
		R: bytes.NewReader(sent), ImageFormat: imagemeta.JPEG, Sources: imagemeta.EXIF,
		ShouldHandleTag: func(t imagemeta.TagInfo) bool {
			return wanted[t.Tag] && (t.Namespace == "IFD0" || t.Namespace == "IFD0/GPSInfoIFD")
		},
		HandleTag: func(t imagemeta.TagInfo) error { tags[t.Tag] = t.Value; return nil },
	}
	if f == isPNG {
		options.ImageFormat = imagemeta.PNG
	}
	_, _ = imagemeta.Decode(options) // see above
	n := noted{place: placeOf(tags)}
	if o, ok := tags["Orientation"].(uint16); ok {
		n.orientation = int(o)
	}
	return n
}

// placeOf is nil where the tags name no place on earth. Cameras that do not know theirs often write zeros.
func placeOf(tags map[string]any) *photo.Place {
	lat, known := degrees(tags, "GPSLatitude", "S", 90)
	if !known {
		return nil
	}
	lon, known := degrees(tags, "GPSLongitude", "W", 180)
	if !known || (lat == 0 && lon == 0) {
		return nil
	}
	return &photo.Place{Lat: lat, Lon: lon}
}

// degrees are those of a tag, less than zero where its reference says so, to about a metre.
func degrees(tags map[string]any, name, less string, most float64) (float64, bool) {
	d, ok := tags[name].(float64)
	if !ok || math.IsNaN(d) || math.Abs(d) > most {
		return 0, false
	}
	if tags[name+"Ref"] == less {
		d = -d
	}
	return math.Round(d*1e5) / 1e5, true
}
