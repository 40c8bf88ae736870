// Package picture makes pictures for tests, as cameras write them.
package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Image is a picture with a red corner at its upper left, green to the right of it, blue below, and white at the lower right.
func Image(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, corner(2*x >= w, 2*y >= h))
		}
	}
	return img
}

func corner(right, below bool) color.RGBA {
	switch {
	case right && below:
		return color.RGBA{255, 255, 255, 255}
	case right:
		return color.RGBA{0, 255, 0, 255}
	case below:
		return color.RGBA{0, 0, 255, 255}
	}
	return color.RGBA{255, 0, 0, 255}
}

// JPEG is such a picture as a file.
func JPEG(t testing.TB, w, h int) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, jpeg.Encode(&out, Image(w, h), nil))
	return out.Bytes()
}

// PNG is such a picture as a file.
func PNG(t testing.TB, w, h int) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, Image(w, h)))
	return out.Bytes()
}

// Taken is what a camera notes: how it was held, and where, in whole degrees and minutes north and west.
type Taken struct {
	Orientation uint16
	Lat, Lon    [2]uint32
}

// Camera is what a camera calls itself in what it notes.
const Camera = "Pocket"

// Noted puts what a camera notes into a JPEG, as Exif.
func Noted(file []byte, taken Taken) []byte {
	body := append([]byte("Exif\x00\x00"), taken.tiff()...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	return slices.Concat(file[:2], segment, body, file[2:])
}

// The types of what stands in Exif.
const (
	ascii    = 2
	short    = 3
	long     = 4
	rational = 5
)

// tiff lays the notes out: a header, a first directory, that of the place, and what does not fit into them.
func (n Taken) tiff() []byte {
	const head, entry, first, second = 8, 12, 3, 4
	gps := uint32(head + 2 + first*entry + 4)
	heap := gps + 2 + second*entry + 4
	b := binary.BigEndian.AppendUint32([]byte("MM\x00\x2a"), head)
	b = directory(b, [][]byte{
		field(0x010f, ascii, uint32(len(Camera)+1), heap), field(0x0112, short, 1, uint32(n.Orientation)<<16), field(0x8825, long, 1, gps),
	})
	heap += uint32(len(Camera) + 1)
	b = directory(b, [][]byte{
		field(1, ascii, 2, 'N'<<24), field(2, rational, 3, heap), field(3, ascii, 2, 'W'<<24), field(4, rational, 3, heap+24),
	})
	b = append(b, Camera+"\x00"...)
	for _, at := range [][2]uint32{n.Lat, n.Lon} {
		for _, part := range []uint32{at[0], at[1], 0} {
			b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, part), 1)
		}
	}
	return b
}

func directory(b []byte, fields [][]byte) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(len(fields)))
	return binary.BigEndian.AppendUint32(slices.Concat(append([][]byte{b}, fields...)...), 0)
}

func field(tag, kind uint16, count, value uint32) []byte {
	b := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, tag), kind)
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, count), value)
}

// Vast is a PNG of a few bytes that says that it is of so many pixels.
func Vast(t testing.TB, w, h uint32) []byte {
	t.Helper()
	file := PNG(t, 1, 1)
	binary.BigEndian.PutUint32(file[16:], w)
	binary.BigEndian.PutUint32(file[20:], h)
	binary.BigEndian.PutUint32(file[29:], crc32.ChecksumIEEE(file[12:29]))
	return file
}
