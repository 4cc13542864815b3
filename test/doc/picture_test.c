/* Pictures that are the same keep their print when they are made smaller, saved again or turned grey; others do not. */
#include "doc/picture.h"

#include "harness.h"

#include <math.h>
#include <png.h>
#include <turbojpeg.h>

/* A scene of some soft spots; each `which` has other ones. */
struct scene {
    size_t width, height;
    unsigned char *rgb;
};

static struct scene
paint(unsigned which, size_t width, size_t height)
{
    struct scene s = {width, height, arena_array(test_arena(), unsigned char, 3 * width * height)};
    for (size_t y = 0; y < height; y++)
        for (size_t x = 0; x < width; x++) {
            double u = (double)x / (double)width, v = (double)y / (double)height, sum = 0;
            for (unsigned k = 1; k < 7; k++) {
                double p = which * 1.7 + k * 2.3;
                double du = u - 0.5 - 0.45 * sin(p * 3.1), dv = v - 0.5 - 0.45 * cos(p * 5.3);
                sum += (k % 2 ? 1 : -1) * exp(-(du * du + dv * dv) * (10 + 6 * k));
            }
            double level = 128 + 110 * sum;
            unsigned char grey = (unsigned char)(level < 0 ? 0 : level > 255 ? 255 : level);
            unsigned char *p = s.rgb + 3 * (y * width + x);
            p[0] = grey;
            p[1] = (unsigned char)(grey / 2 + 40);
            p[2] = (unsigned char)(grey / 3);
        }
    return s;
}

static void
stroke(const struct scene *s, size_t x, size_t y, size_t width, size_t height)
{
    for (size_t j = y; j < y + height && j < s->height; j++)
        for (size_t i = x; i < x + width && i < s->width; i++)
            memset(s->rgb + 3 * (j * s->width + i), 40, 3);
}

/* The scan of a list: the ruled form is always the same, what is written in it is not. */
static struct scene
list(unsigned which)
{
    struct scene s = {1000, 1400, arena_array(test_arena(), unsigned char, 3 * 1000 * 1400)};
    unsigned dice = which * 2654435761U + 17;
    memset(s.rgb, 250, 3 * s.width * s.height);
    for (size_t row = 0; row <= 12; row++)
        stroke(&s, 60, 200 + 90 * row, 880, 3);
    for (size_t column = 0; column <= 4; column++)
        stroke(&s, 60 + 220 * column, 200, 3, 1080);
    for (unsigned name = 0; which && name < 48; name++)
        for (unsigned k = 0; k < 14; k++) {
            dice = dice * 1664525U + 1013904223U;
            bool upright = dice >> 30 & 1;
            stroke(&s, 80 + 220 * (name % 4) + (dice >> 8) % 150,
                215 + 90 * (name / 4) + (dice >> 18) % 60, upright ? 4 : 30, upright ? 30 : 4);
        }
    return s;
}

static struct str
jpeg_of(const struct scene *s, int quality)
{
    unsigned char *bytes = NULL;
    unsigned long n = 0;
    tjhandle h = tjInitCompress();
    CHECK_INT(tjCompress2(h, s->rgb, (int)s->width, 0, (int)s->height, TJPF_RGB, &bytes, &n,
                  TJSAMP_420, quality, 0),
        0);
    struct str jpeg = arena_str(test_arena(), str_make((const char *)bytes, n));
    tjFree(bytes);
    (void)tjDestroy(h);
    return jpeg;
}

static struct str
png_of(const struct scene *s)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
        .width = (png_uint_32)s->width,
        .height = (png_uint_32)s->height,
        .format = PNG_FORMAT_RGB};
    png_alloc_size_t n = 4 * 1000 * 1000;
    char *bytes = arena_array(test_arena(), char, n);
    CHECK(png_image_write_to_memory(&image, bytes, &n, 0, s->rgb, 0, NULL));
    return str_make(bytes, n);
}

static struct picture_print
print_of(struct str bytes)
{
    struct picture_print p = {{0}};
    struct err e;
    CHECK(picture_is(bytes));
    CHECK_OK(picture_print(test_arena(), bytes, &p, &e), &e);
    return p;
}

TEST(a_picture_saved_again_or_made_smaller_is_the_same)
{
    for (unsigned which = 0; which < 8; which++) {
        struct scene large = paint(which, 1200, 900), small = paint(which, 400, 300);
        struct picture_print first = print_of(jpeg_of(&large, 92));
        struct picture_print again = print_of(jpeg_of(&large, 40));
        struct picture_print less = print_of(jpeg_of(&small, 75));
        struct picture_print other = print_of(png_of(&small));
        CHECK(picture_alike(&first, &again));
        CHECK(picture_alike(&first, &less));
        CHECK(picture_alike(&first, &other));
        CHECK(picture_alike(&other, &first));
    }
}

TEST(other_pictures_are_others)
{
    struct picture_print prints[12];
    for (unsigned which = 0; which < 12; which++) {
        struct scene s = paint(which, 640, 480);
        prints[which] = print_of(jpeg_of(&s, 80));
        for (unsigned k = 0; k < which; k++)
            CHECK(!picture_alike(&prints[k], &prints[which]));
    }
}

TEST(a_list_scanned_once_is_the_same_and_another_list_of_that_form_is_not)
{
    struct picture_print prints[6];
    for (unsigned which = 1; which <= 6; which++) {
        struct scene s = list(which);
        prints[which - 1] = print_of(jpeg_of(&s, 90));
        struct picture_print again = print_of(jpeg_of(&s, 50)), other = print_of(png_of(&s));
        CHECK(picture_alike(&prints[which - 1], &again));
        CHECK(picture_alike(&prints[which - 1], &other));
        for (unsigned k = 1; k < which; k++)
            CHECK(!picture_alike(&prints[k - 1], &prints[which - 1]));
    }
}

TEST(blank_sheets_say_nothing)
{
    struct scene s = {600, 800, arena_array(test_arena(), unsigned char, 3 * 600 * 800)};
    memset(s.rgb, 250, 3 * 600 * 800);
    struct picture_print blank = print_of(png_of(&s));
    CHECK(!picture_alike(&blank, &blank));
    stroke(&s, 100, 100, 400, 30);
    struct picture_print titled = print_of(png_of(&s));
    CHECK(!picture_alike(&titled, &titled));
}

TEST(what_is_no_picture_or_broken_has_no_print)
{
    struct picture_print p;
    struct err e;
    struct scene s = paint(1, 640, 480);
    struct str png = png_of(&s), jpeg = jpeg_of(&s, 80);
    CHECK(!picture_is(S("%PDF-1.4")));
    CHECK(!picture_is(S("")));
    CHECK(!picture_print(test_arena(), S("%PDF-1.4 and more"), &p, &e));
    CHECK_ERR(&e, ERR_INPUT, "");
    CHECK(!picture_print(test_arena(), str_slice(png, 0, 20), &p, &e));
    CHECK(!picture_print(test_arena(), str_slice(png, 0, png.n / 2), &p, &e));
    CHECK(!picture_print(test_arena(), str_slice(jpeg, 0, 12), &p, &e));
    /* 65,500 × 65,500 pixels in a few bytes */
    char *bomb = arena_array(test_arena(), char, png.n);
    memcpy(bomb, png.p, png.n);
    memcpy(bomb + 16, "\0\0\xFF\xDC\0\0\xFF\xDC", 8);
    CHECK(!picture_print(test_arena(), str_make(bomb, png.n), &p, &e));
}
